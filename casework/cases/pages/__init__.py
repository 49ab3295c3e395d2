"""What the pages of cases show: plain values made from what the queries and the engine say."""
