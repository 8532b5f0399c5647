"""The five items of LSAT section 6 (Bock & Lieberman 1970; Thissen 1982): 30 patterns of 1,000 people."""

from training.measurement.responses import Responses, of_matrix

PATTERNS = """
    00000 3  00001 6  00010 2  00011 11  00100 1  00101 1  00110 3  00111 4  01000 1  01001 8  01011 16  01101 3
    01110 2  01111 15  10000 10  10001 29  10010 14  10011 81  10100 3  10101 28  10110 15  10111 80  11000 16
    11001 56  11010 21  11011 173  11100 11  11101 61  11110 28  11111 298
"""
WORDS = PATTERNS.split()
MATRIX = [[int(mark) for mark in pattern] for pattern in WORDS[0::2]]
COUNTS = [int(count) for count in WORDS[1::2]]


def lsat6() -> Responses:
    return of_matrix(MATRIX, weight=COUNTS)
