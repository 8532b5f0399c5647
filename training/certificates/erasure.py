"""Erasing the holder of certificates: what names them goes, what was issued can still be told from what was not.

A file in somebody's hands is not changed by this, and is still known by its SHA-256. Of what is stored the PDF and the
name go; number, dates, award, status and the hashes of facts and PDF as issued stay. The hash of what is left of the
facts goes into the record of acts, so that a later change of it is found.
"""

import json
from hashlib import sha256

import rfc8785
from sqlalchemy import select, update

from training.audit import service as audit
from training.certificates.models import Certificate, CertificateStatus
from training.db import db
from training.erasing import EMPTIED, Erasing, scrub

HOLDER = "Erased"
"""What stands in the facts where the name stood."""
ACT = "erased holder"


def erase(erasing: Erasing) -> None:
    """Delete a holder's name and PDFs from their certificates, and the words written when a status changed."""
    theirs = select(Certificate).where(Certificate.person_id == erasing.person_id).order_by(Certificate.id)
    for certificate in db.session.scalars(theirs).all():
        left = rfc8785.dumps(json.loads(certificate.facts) | {"holder": HOLDER}).decode()
        values = {"facts": left, "pdf": None, "holder": HOLDER, "searched": "", "erased_at": erasing.now}
        db.session.execute(update(Certificate).where(Certificate.id == certificate.id).values(values))
        db.session.execute(
            update(CertificateStatus).where(CertificateStatus.certificate_id == certificate.id).values(reason=EMPTIED)
        )
        audit.erase_about([f"certificate:{certificate.number}"])
        audit.record(
            ACT,
            actor=erasing.by,
            subject=f"certificate:{certificate.number}",
            now=erasing.now,
            facts={"person": erasing.person_id, "left_sha256": sha256(left.encode()).hexdigest()},
        )
    scrub(erasing, CertificateStatus.reason)
