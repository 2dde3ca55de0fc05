# Development.

# The Agentic Service Bot with document 001's figures for development: any origin, debug logs, short retention, little capacity.
aws_websocket = {
  site      = { domain = "agentic-service-bot.dev.jake-moses.com", zone_id = "Z0000JAKEMOSESDEV", noncurrent_days = 7, access_log_days = 7, web_firewall = { count_only = true } }
  api       = { domain = "socket.agentic-service-bot.dev.jake-moses.com", zone_id = "Z0000JAKEMOSESDEV", allowed_origins = ["*"], throttle = { rate_per_second = 20, burst = 40 }, data_trace = true }
  chat      = { connection_minutes = 30, conversation_days = 1 }
  functions = {
    authorizer = { log_level = "DEBUG" }
    connect    = { log_level = "DEBUG" }
    disconnect = { log_level = "DEBUG" }
    chat       = { log_level = "DEBUG", memory_mib = 256 }
    summary    = { log_level = "DEBUG" }
  }
  budget = { monthly_usd = 30, emails = ["team@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-websocket-dev" }
}
