"""`tracker doctor`: is the installation well, and what is to be done? Its checks change nothing."""
