"""The check of the catalogue (scripts/check_issuers.py) against recorded documents on loopback."""

import importlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DISCOVERY = "oidc.modal.com/.well-known/openid-configuration"
PAGE = "modal.com/docs/guide/oidc-integration"
# As the vendor has them, shortened to what is compared.
MODAL: dict[str, Any] = {
    "issuer": "https://oidc.modal.com",
    "jwks_uri": "https://oidc.modal.com/jwks",
    "id_token_signing_alg_values_supported": ["RS256"],
    "claims_supported": ["sub", "aud", "exp", "iat", "iss", "jti", "workspace_id", "environment_name"],
}
GUIDE = """<html><body><p>Issuer <code>oidc.modal.com</code></p>
<pre>modal:<b>workspace_id</b>:ac-1:environment_name:main
:app_name:app:function_name:f:container_id:ta-1</pre></body></html>"""

Documents = dict[str, str]


@pytest.fixture
def documents() -> Documents:
    """What the vendors publish, by host and path."""
    return {DISCOVERY: json.dumps(MODAL), PAGE: GUIDE}


@pytest.fixture
def through(documents: Documents) -> Iterator[str]:
    """The address of a server that has these documents and no others."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = documents.get(self.path.removeprefix("/"))
            self.send_response(404 if found is None else 200)
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("check_issuers")


@pytest.fixture
def check(script: ModuleType, through: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the check for Modal, and return its exit code and what it says."""

    def run(*arguments: str) -> tuple[int, str]:
        code = script.main(["modal", "--through", through, "--seen", str(tmp_path / "seen.json"), *arguments])
        return code, capsys.readouterr().out

    return run


def test_nothing_has_changed(check: Any) -> None:
    code, said = check()
    assert (code, said.splitlines()[0]) == (0, "Nothing has changed.")
    assert "2 documents are not in the record yet" in said
    assert check("--record") == (0, "Nothing has changed.\n")
    assert check() == (0, "Nothing has changed.\n")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"issuer": "https://id.modal.com"}, "the issuer is `https://id.modal.com`, which the catalogue does not have"),
        ({"issuer": "https://id.modal.com"}, "the issuer: was `https://oidc.modal.com`, is `https://id.modal.com`"),
        ({"id_token_signing_alg_values_supported": ["EdDSA"]}, "STS takes none of the algorithms `EdDSA`"),
        ({"id_token_signing_alg_values_supported": ["RS256", "ES256"]}, "the algorithms have changed: new are `ES256`"),
        ({"claims_supported": ["sub", "aud", "region"]}, "new are `region`, gone are `environment_name`, `exp`"),
        ({"claims_supported": ["aud"]}, "it does not list the claims `sub`"),
        ({"claims_supported": None}, "the claims: was `aud`, `environment_name`"),
    ],
)
def test_a_discovery_document_changes(check: Any, documents: Documents, changed: dict[str, Any], said: str) -> None:
    check("--record")
    now = {key: value for key, value in (MODAL | changed).items() if value is not None}
    documents[DISCOVERY] = json.dumps(now)
    code, report = check()
    assert code == 3
    assert f"### https://{DISCOVERY}" in report
    assert said in report


def test_a_page_no_longer_says_what_it_said(check: Any, documents: Documents) -> None:
    check("--record")
    documents[PAGE] = GUIDE.replace("function_name", "callable")
    assert check() == (3, f"### https://{PAGE}\n\n- modal: the page no longer says `function_name`\n\n")


@pytest.mark.parametrize(("document", "why"), [("", "it is no JSON"), ("[]", "it is no JSON object")])
def test_a_document_that_is_none(check: Any, documents: Documents, document: str, why: str) -> None:
    documents[DISCOVERY] = document
    code, report = check()
    assert code == 3
    assert f"it cannot be read: {why}" in report


def test_a_document_that_is_gone_stays_in_the_record(check: Any, documents: Documents, tmp_path: Path) -> None:
    check("--record")
    before = (tmp_path / "seen.json").read_text(encoding="utf-8")
    del documents[PAGE]
    code, report = check("--record")
    assert (code, report) == (3, f"### https://{PAGE}\n\n- modal: it cannot be read: HTTP 404\n\n")
    assert (tmp_path / "seen.json").read_text(encoding="utf-8") == before


def test_a_server_that_does_not_answer(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = ["modal", "--through", "http://127.0.0.1:1", "--seen", str(tmp_path / "seen.json")]
    assert script.main(gone) == 3
    assert capsys.readouterr().out.count("it cannot be read: ") == 2


def test_an_issuer_that_is_none(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        script.main(["modall"])
    assert "no such issuer: modall" in capsys.readouterr().err


def test_only_shared_issuers_have_a_known_document(script: ModuleType) -> None:
    from assumelint.issuers import issuer

    assert script.discovery_urls(issuer("github-actions")) == (
        "https://token.actions.githubusercontent.com/.well-known/openid-configuration",
    )
    assert script.discovery_urls(issuer("env0")) == ("https://login.app.env0.com/.well-known/openid-configuration",)
    for id in ("eks", "github-vstoken", "cognito", "aws-outbound"):
        assert script.discovery_urls(issuer(id)) == ()
