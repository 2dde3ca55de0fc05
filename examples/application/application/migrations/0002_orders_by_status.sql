CREATE INDEX IF NOT EXISTS orders_by_status ON orders (status);
