"""The source register: every paper, guideline and rule the content cites, one code a source."""
