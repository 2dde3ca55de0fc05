# The AI Test Automation Platform (document 000): values of all environments.

pipeline = "gitflow"
pipeline_environments = { standby = "prod-dr" }

aws_serverless = { stack = "aws-serverless" }
