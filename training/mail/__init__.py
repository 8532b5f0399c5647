"""Mail: the outbox, the sender, the demo's mailbox."""
