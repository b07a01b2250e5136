"""What is measured, how, and against what: one leave request from signed HTTP request to committed row to ack."""
