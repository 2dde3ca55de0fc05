# Staging.

aws_websocket = {
  site      = { domain = "agentic-service-bot.staging.jake-moses.com", zone_id = "Z0000JAKEMOSESSTAGING", content_security_policy = "default-src 'self'; connect-src 'self' wss://socket.agentic-service-bot.staging.jake-moses.com; frame-ancestors 'none'" }
  api       = { domain = "socket.agentic-service-bot.staging.jake-moses.com", zone_id = "Z0000JAKEMOSESSTAGING", throttle = { rate_per_second = 250, burst = 500 } }
  functions = { chat = { reserved_concurrency = 50 } }
  budget    = { monthly_usd = 100, emails = ["platform@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-websocket-staging" }
}
