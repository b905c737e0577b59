"""What the rules look at: the model, with the questions that rules ask already answered."""
