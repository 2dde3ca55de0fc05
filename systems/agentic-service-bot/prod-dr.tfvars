# The passive region of production.

aws_websocket = {
  site      = { domain = "dr.agentic-service-bot.jake-moses.com", zone_id = "Z0000JAKEMOSESPROD", content_security_policy = "default-src 'self'; connect-src 'self' wss://dr.socket.agentic-service-bot.jake-moses.com; frame-ancestors 'none'" }
  api       = { domain = "dr.socket.agentic-service-bot.jake-moses.com", zone_id = "Z0000JAKEMOSESPROD" }
  functions = { chat = { reserved_concurrency = 100 } }
  budget    = { monthly_usd = 60, emails = ["on-call@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-websocket-prod-dr" }
}
