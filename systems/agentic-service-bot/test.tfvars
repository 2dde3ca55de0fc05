# Test.

# The Agentic Service Bot with all features on.
aws_websocket = {
  site      = { domain = "agentic-service-bot.test.jake-moses.com", zone_id = "Z0000JAKEMOSESTEST", content_security_policy = "default-src 'self'; connect-src 'self' wss://socket.agentic-service-bot.test.jake-moses.com; frame-ancestors 'none'" }
  api       = { domain = "socket.agentic-service-bot.test.jake-moses.com", zone_id = "Z0000JAKEMOSESTEST", throttle = { rate_per_second = 100, burst = 200 } }
  chat      = { conversation_days = 7 }
  budget    = { monthly_usd = 50, emails = ["team@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-websocket-test" }
}
