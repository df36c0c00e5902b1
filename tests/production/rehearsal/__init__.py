"""The production set-up on one Linux machine, without containers, from deploy/compose.yaml."""
