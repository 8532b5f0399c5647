"""Tables of questions, one a row, as CSV and as XLSX: the columns stand in docs/formats.md."""
