"""The linter of modules: its rules, what they read, what they find. Pure."""
