"""What a save, a start and a submission cost, against applications written as plainly as the field writes them."""
