"""Certificate formats, one module each: facts in, bytes out. Add a module, then one line here."""
