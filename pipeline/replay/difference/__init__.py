"""What two results of the same articles differ in, by meaning: pure, record by record."""
