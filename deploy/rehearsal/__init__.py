"""The production recipe, started whole on high ports: what ``deploy/try`` runs."""
