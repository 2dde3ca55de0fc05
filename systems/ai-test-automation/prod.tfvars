# Production.

# The AI Test Automation Platform with document 000's figures.
aws_serverless = {
  site      = { domain = "ai-test-automation.example.com", zone_id = "Z0000000000000000PROD", content_security_policy = "default-src 'self'; connect-src 'self' https://api.ai-test-automation.example.com https://cognito-idp.us-east-1.amazonaws.com https://ai-test-automation-prod-444444444444.auth.us-east-1.amazoncognito.com https://ai-test-automation-prod-test-data-444444444444.s3.us-east-1.amazonaws.com; frame-ancestors 'none'" }
  api       = { domain = "api.ai-test-automation.example.com", zone_id = "Z0000000000000000PROD" }
  users     = { threat_protection = "enforced" }
  functions = { test_execution = { reserved_concurrency = 200, provisioned_concurrency = 2 }, ai_analysis = { reserved_concurrency = 50 } }
  budget    = { monthly_usd = 500, emails = ["on-call@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-serverless-prod" }
}
