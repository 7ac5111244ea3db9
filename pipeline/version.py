"""The version of Dateline, as it stands in every record."""

from importlib.metadata import version

VERSION = version("dateline")
