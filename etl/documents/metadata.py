"""stub"""
from etl.documents.model import Metadata
def read_metadata(blocks, entry):
    return Metadata()
