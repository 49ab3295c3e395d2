"""What the administrator's pages show: plain values made from what the queries say."""
