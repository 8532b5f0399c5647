"""Bank formats, one module each: text in, drafts out, and back. Add a module, then one line here."""
