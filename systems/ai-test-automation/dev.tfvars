# Development.

aws_serverless = {
  site      = { noncurrent_days = 7, access_log_days = 7, web_firewall = { enabled = false } }
  api       = { data_trace = true, cors_origin = "*", web_firewall = { count_only = true } }
  users     = { callback_urls = ["http://localhost:5173"] }
  functions = { test_execution = { log_level = "DEBUG" }, ai_analysis = { log_level = "DEBUG" } }
  test_data = { noncurrent_days = 7 }
  budget    = { monthly_usd = 50, emails = ["team@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-serverless-dev" }
}
