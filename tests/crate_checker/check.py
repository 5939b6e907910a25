"""`python check.py FOLDER…`: RO-Crates against the shapes of their specification, without network.

In: folders with ro-crate-metadata.json. Out: JSON, a list of faults a folder, each its severity and
message. The context of the specification stands on the network: a stand-in gives the terms that our
crate uses, with the addresses that it gives them; a crate that uses another term is not understood,
and faulty.
"""

import json
import sys
from typing import Any

import requests
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = "https://w3id.org/ro/crate/1.3/context"
SCHEMA = "http://schema.org/"
OWN = (
    "CreativeWork",
    "Dataset",
    "Organization",
    "about",
    "contentSize",
    "datePublished",
    "description",
    "encodingFormat",
    "hasPart",
    "license",
    "name",
    "publisher",
    "sha256",
)
OTHERS = {"File": f"{SCHEMA}MediaObject", "conformsTo": "http://purl.org/dc/terms/conformsTo"}


class NoNetwork:
    """Answers for the context, and for nothing else."""

    def send(self, request: Any, *_: Any, **__: Any) -> Any:
        """The answer."""
        response = requests.Response()
        response.url, response.request = request.url, request
        response.status_code = 200 if request.url == CONTEXT else 404
        response.headers["Content-Type"] = "application/ld+json"
        response._content = json.dumps(
            {"@context": {**{term: SCHEMA + term for term in OWN}, **OTHERS}}
        ).encode()
        return response

    def close(self) -> None:
        """Nothing is open."""


def faults(folder: str) -> list[tuple[str, str]]:
    """What the shapes of the specification say against a crate: severity and message."""
    settings = services.ValidationSettings(
        rocrate_uri=folder,
        profile_identifier="ro-crate-1.3",
        requirement_severity=models.Severity.RECOMMENDED,
    )
    session = requests.Session()  # after the settings, which make one of their own
    for scheme in ("https://", "http://"):
        session.mount(scheme, NoNetwork())
    HttpRequester().session = session
    return sorted(
        (issue.severity.name, issue.message) for issue in services.validate(settings).get_issues()
    )


if __name__ == "__main__":
    print(json.dumps([faults(folder) for folder in sys.argv[1:]]))
