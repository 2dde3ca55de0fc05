# The emulator on this machine: `npm start`. Settings that the emulator cannot serve are off (docs/local.md says why).

account_id = "123456789012"
data_class = "synthetic"
protected = false
emulator = true
notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}
aws_provider = { max_retries = 2, use_path_style = true }

account = {}

aws_serverless = {
  aws_provider = { profile = "ministack" }
}

aws_websocket = {
  aws_provider = { profile = "ministack" }
}

aws_codebuild = {
  aws_provider = { profile = "ministack" }
}

# The cluster of every system that has none of its own.
kubernetes = {
  cluster = { kind = "kubeconfig", context = "kind-kind" }
}
