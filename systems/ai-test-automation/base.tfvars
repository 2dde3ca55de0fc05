# The AI Test Automation Platform (document 000): values of all environments.

pipeline = "gitflow"

aws_serverless = { stack = "aws-serverless" }
