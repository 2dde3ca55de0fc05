# Staging.

aws_serverless = {
  site      = { domain = "ai-test-automation.staging.example.com", zone_id = "Z00000000000000STAGING", content_security_policy = "default-src 'self'; connect-src 'self' https://api.ai-test-automation.staging.example.com https://cognito-idp.us-east-1.amazonaws.com https://ai-test-automation-staging-333333333333.auth.us-east-1.amazoncognito.com https://ai-test-automation-staging-test-data-333333333333.s3.us-east-1.amazonaws.com; frame-ancestors 'none'" }
  api       = { throttle = { rate_per_second = 500, burst = 1000 }, domain = "api.ai-test-automation.staging.example.com", zone_id = "Z00000000000000STAGING" }
  users     = { threat_protection = "audit" }
  functions = { test_execution = { reserved_concurrency = 100 }, ai_analysis = { reserved_concurrency = 25 } }
  budget    = { monthly_usd = 200, emails = ["platform@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-serverless-staging" }
}
