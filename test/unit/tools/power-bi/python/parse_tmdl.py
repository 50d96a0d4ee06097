"""Parses the TMDL files named on the command line with powerbi-tmdl-tools, and prints what it found as JSON by file."""

import json
import sys

from tmdl_parser import TmdlParser

print(json.dumps({path: TmdlParser(path).parse() for path in sys.argv[1:]}))
