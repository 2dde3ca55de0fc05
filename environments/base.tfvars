# Where every system is, in all environments. A later layer wins:
# environments/base → <environment> → regions/<region> → systems/<system>/base → systems/<system>/<environment> → files named with --settings.

tags = { Owner = "platform-team" }

# Records access to the functions and buckets of the Agentic Service Bot (document 001: compliance), in all environments of the account.
account = {
  audit_trail = { data_events = { buckets = ["agentic-service-bot-"], functions = ["agentic-service-bot-"] } }
}
