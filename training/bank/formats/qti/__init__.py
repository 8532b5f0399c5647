"""QTI 2.1, 2.2 and 3.0 of 1EdTech: items and packages are read, a 2.2 package is written."""
