"""The linter of questions: rules over a neutral view, so that they hold for every kind and for half-written drafts."""
