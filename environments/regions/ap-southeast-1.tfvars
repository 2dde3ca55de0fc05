# Values that depend on the region only.

aws = {
  network = { zones = ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"] }
}

aws_eks = {
  network = { zones = ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"] }
}

aws_codebuild = {
  network = { zones = ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"] }
}

gcp = { location = "asia-southeast1" }

azure = { location = "southeastasia" }
