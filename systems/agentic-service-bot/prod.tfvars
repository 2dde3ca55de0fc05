# Production.

# The Agentic Service Bot with document 001's figures for production.
aws_websocket = {
  site      = { domain = "agentic-service-bot.jake-moses.com", zone_id = "Z0000JAKEMOSESPROD", content_security_policy = "default-src 'self'; connect-src 'self' wss://socket.agentic-service-bot.jake-moses.com; frame-ancestors 'none'" }
  api       = { domain = "socket.agentic-service-bot.jake-moses.com", zone_id = "Z0000JAKEMOSESPROD" }
  functions = { authorizer = { reserved_concurrency = 50 }, chat = { reserved_concurrency = 100, provisioned_concurrency = 2 } }
  budget    = { monthly_usd = 250, emails = ["on-call@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-websocket-prod" }
}
