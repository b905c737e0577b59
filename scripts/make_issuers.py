"""Write what is made of the issuer catalogue: the index of its hosts, and docs/issuers.md.

python scripts/make_issuers.py
"""

from pathlib import Path

from assumelint.issuers.catalogue import catalogue
from assumelint.issuers.pages import index_module, page

ROOT = Path(__file__).parent.parent

if __name__ == "__main__":
    issuers = catalogue()
    (ROOT / "src/assumelint/issuers/index.py").write_text(index_module(issuers), encoding="utf-8")
    (ROOT / "docs").mkdir(exist_ok=True)
    (ROOT / "docs/issuers.md").write_text(page(issuers), encoding="utf-8")
