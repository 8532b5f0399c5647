"""People: accounts, roles, sign-in, invitations, passwords, second factors, accommodations."""
