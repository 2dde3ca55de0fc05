# The emulator on this machine.

aws_websocket = {
  api          = { allowed_origins = ["http://localhost:3000"] }
  chat         = { connection_minutes = 30, conversation_days = 1 }
  alarms = {
    function_errors = { threshold_count = 1, for_seconds = 60 }
    dead_letters    = { for_seconds = 60 }
  }
  budget = { monthly_usd = 10, emails = ["team@example.com"] }
}
