"""Write a catalogue's files and read them back.

`write_catalogue` writes the whole folder of an edition; `read_catalogue` reads `catalogue.json`. Files
are written aside and renamed, so that a failure leaves the earlier result as it was.
"""

from pipeline.emit.catalogue import catalogue_json, read_catalogue
from pipeline.emit.files import replaced_folder
from pipeline.emit.folder import write_catalogue

__all__ = ["catalogue_json", "read_catalogue", "replaced_folder", "write_catalogue"]
