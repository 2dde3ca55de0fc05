# The AI Test Automation Platform (document 000): values of all environments.

aws_serverless = { stack = "aws-serverless" }
