# The emulator on this machine.

# Alarms are raised within a minute, for a demonstration.
aws_serverless = {
  api          = { data_trace = true, cors_origin = "*" }
  users        = { mfa = "off", callback_urls = ["http://localhost:5173"] }
  functions    = { test_execution = { log_level = "DEBUG" }, ai_analysis = { log_level = "DEBUG" } }
  analysis     = { retries = 1 }
  alarms = {
    function_errors = { threshold_count = 1, for_seconds = 60 }
    dead_letters    = { for_seconds = 60 }
  }
  budget = { monthly_usd = 10, emails = ["team@example.com"] }
}
