# Values for all environments. A later layer wins:
# base → <environment> → regions/<region> → files named with --settings.

application = {
  image      = "ghcr.io/example/test-execution-system:1.0.0"
  port       = 8000
  cpu        = 1
  memory_mib = 2048
  targets    = { cpu_percent = 70, memory_percent = 80, requests_per_replica = 1000 }
  health = {
    live    = { path = "/health/live" }
    ready   = { path = "/health/ready" }
    startup = { path = "/health/startup", failures = 10 }
  }
  environment = { LOG_FORMAT = "json" }
  components = {
    worker = {
      cpu        = 0.5
      memory_mib = 1024
      command    = ["python", "-m", "worker"]
      queue      = true
    }
  }
}

database = { version = "16", size = "small", name = "test_execution" }

feature_flags = {
  parallel_execution = true
  ai_triage          = false
}

tags = { Owner = "platform-team" }

# Records access to the functions and buckets of the Agentic Service Bot (document 001: compliance), in all environments of the account.
account = {
  audit_trail = { data_events = { buckets = ["agentic-service-bot-"], functions = ["agentic-service-bot-"] } }
}

aws = {
  service = {
    tasks = {
      migrate = { command = ["python", "-m", "migrations"] }
    }
  }
}

# AI-Prism (document 003): image, port and probes are the same for the load balancer here and for the pods in `kubernetes`.
aws_eks = {
  application = {
    image  = "ghcr.io/example/ai-prism/api:v2.1.0"
    port   = 8080
    health = { ready = { interval_seconds = 5, timeout_seconds = 3, failures = 3 } }
  }
  cluster = {
    addons = {
      aws-ebs-csi-driver     = { configuration = { defaultStorageClass = { enabled = true } } }
      coredns                = {}
      eks-pod-identity-agent = {}
      kube-proxy             = {}
      metrics-server         = {}
      vpc-cni                = {}
    }
  }
  node_groups = {
    web = {
      instance_types = ["t3.medium", "t3.large"]
      labels         = { tier = "web", node-type = "web-tier" }
    }
    api = {
      instance_types = ["c5.large", "c5.xlarge", "c5.2xlarge"]
      capacity       = "spot"
      labels         = { tier = "api", node-type = "api-processing" }
    }
    ai-processing = {
      instance_types = ["g4dn.xlarge", "g4dn.2xlarge"]
      ami_type       = "AL2023_x86_64_NVIDIA"
      disk_gib       = 100
      labels         = { tier = "ai-processing", "nvidia.com/gpu" = "true", node-type = "ai-processing", "k8s.amazonaws.com/accelerator" = "nvidia-tesla-t4" }
      taints         = { "nvidia.com/gpu" = { value = "true" } }
    }
  }
  database = { version = "15.10", name = "ai_prism", replicas = 2, max_storage_gib = null }
  cache    = { version = "7.1", nodes = 3, snapshot_days = 7 }
}

kubernetes = {
  application = {
    image       = "ghcr.io/example/ai-prism/api:v2.1.0"
    port        = 8080
    cpu         = 1
    memory_mib  = 2048
    targets = {
      requests_per_replica = null
      custom               = { active-requests = { namespace = "ai-prism", metric = "active_requests", target = 10 } }
    }
    health = {
      live    = { path = "/health/live", initial_delay_seconds = 30, interval_seconds = 10, timeout_seconds = 5, failures = 3 }
      ready   = { path = "/health/ready", initial_delay_seconds = 5, interval_seconds = 5, timeout_seconds = 3, failures = 3 }
      startup = { path = "/health/startup", initial_delay_seconds = 10, interval_seconds = 10, timeout_seconds = 5, failures = 30 }
    }
    components = { worker = { queue = false } }
  }
  database = { name = "ai_prism" }
  service  = { requests = { cpu = 0.5, memory_mib = 1024, ephemeral_storage_mib = 500 } }
  secrets  = { api_keys = { openai = "ai-prism/api-keys#openai" } }
  platform_services = {
    cert-manager            = {}
    envoy-gateway           = {}
    external-secrets        = {}
    kube-prometheus-stack   = {}
    opentelemetry-collector = {}
    prometheus-adapter      = {}
  }
}

# The AI Test Automation Platform (document 000). It has no feature flags.
aws_serverless = {
  feature_flags = { parallel_execution = null, ai_triage = null }
}

# The Agentic Service Bot (document 001). It has no feature flags.
aws_websocket = {
  feature_flags = { parallel_execution = null, ai_triage = null }
}

# Cloud Run needs whole vCPU and gives a replica 240 s to start.
gcp = {
  application = {
    health     = { startup = { failures = 8 } }
    components = { worker = { cpu = 1 } }
  }
  service = {
    tasks = {
      migrate = { command = ["python", "-m", "migrations"] }
    }
  }
}

# A container group needs at least one vCPU.
azure = {
  application = {
    components = { worker = { cpu = 1 } }
  }
}

# The CodeBuild Worker (document 004): each work item is done by a build.
aws_codebuild = {
  projects = {
    worker = {
      description = "Does one work item: clones, works, tests, opens a pull request"
      source      = { buildspec = "functions/kiro-worker/worker.buildspec.yml" }
      secrets = {
        GITHUB_TOKEN = "github-token"
        GIT_USERNAME = "git-credentials#username"
        GIT_PASSWORD = "git-credentials#password"
      }
    }
  }
}
