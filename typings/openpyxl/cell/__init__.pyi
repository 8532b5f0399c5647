class Cell:
    data_type: str
    coordinate: str
    value: object

class WriteOnlyCell(Cell):
    def __init__(self, ws: object, value: object = None) -> None: ...
