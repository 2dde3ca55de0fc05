# Test.

aws_serverless = {
  site   = { domain = "ai-test-automation.test.example.com", zone_id = "Z0000000000000000TEST", content_security_policy = "default-src 'self'; connect-src 'self' https://api.ai-test-automation.test.example.com https://cognito-idp.us-east-1.amazonaws.com https://ai-test-automation-test-222222222222.auth.us-east-1.amazoncognito.com https://ai-test-automation-test-test-data-222222222222.s3.us-east-1.amazonaws.com; frame-ancestors 'none'" }
  api    = { data_trace = true, domain = "api.ai-test-automation.test.example.com", zone_id = "Z0000000000000000TEST" }
  users  = { threat_protection = "audit" }
  budget = { monthly_usd = 100, emails = ["team@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-serverless-test" }
}
