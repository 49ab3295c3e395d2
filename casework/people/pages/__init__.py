"""What pages about people show: plain values, made from what the queries say."""
