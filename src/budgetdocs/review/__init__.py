"""What a reviewer asks of a submission, as small rules with stable codes."""
