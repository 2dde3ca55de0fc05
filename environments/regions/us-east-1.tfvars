# Values that depend on the region only.

aws = {
  network = { zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }
}

aws_eks = {
  network = { zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }
}

aws_codebuild = {
  network = { zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }
}

gcp = { location = "us-east1" }

azure = { location = "eastus" }
