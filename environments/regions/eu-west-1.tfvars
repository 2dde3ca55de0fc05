# Values that depend on the region only.

aws = {
  network = { zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
}

aws_eks = {
  network = { zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
}

aws_codebuild = {
  network = { zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
}

gcp = { location = "europe-west1" }
