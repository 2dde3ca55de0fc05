/** What a service answers, by command, where a resource that is planned exists already. */
export interface Case {
  readonly client: string;
  readonly planned: Readonly<Record<string, unknown>>;
  readonly answers: Readonly<Record<string, object>>;
  readonly id: string;
  readonly stack?: string;
  /** An attribute with which the same answers hold nothing. @default - the service itself looks for it */
  readonly other?: Readonly<Record<string, unknown>>;
}

const Tags = [{ Key: "Stack", Value: "shop" }];
const rule = { IsEgress: true, IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
const elb = "elastic-load-balancing-v2";
const tagged = { DescribeTags: { TagDescriptions: [{ Tags }] } };

/** One case or more for each type that is looked up. */
export const cases: readonly (readonly [type: string, Case])[] = [
  [
    "aws_security_group",
    {
      client: "ec2",
      planned: { name: "shop-api", vpc_id: "vpc-1" },
      answers: { DescribeSecurityGroups: { SecurityGroups: [{ GroupId: "sg-1", Tags }] } },
      id: "sg-1",
      stack: "shop",
    },
  ],
  [
    "aws_subnet",
    {
      client: "ec2",
      planned: { vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" },
      answers: {
        DescribeSubnets: {
          Subnets: [{ CidrBlock: "10.0.0.0/24" }, { SubnetId: "subnet-1", CidrBlock: "10.0.1.0/24", Tags }],
        },
      },
      id: "subnet-1",
      stack: "shop",
      other: { cidr_block: "10.0.2.0/24" },
    },
  ],
  [
    "aws_vpc_endpoint",
    {
      client: "ec2",
      planned: { vpc_id: "vpc-1", service_name: "com.amazonaws.eu-west-1.s3" },
      answers: {
        DescribeVpcEndpoints: {
          VpcEndpoints: [
            { VpcEndpointId: "vpce-0", State: "deleted" },
            { VpcEndpointId: "vpce-1", State: "available", Tags },
          ],
        },
      },
      id: "vpce-1",
      stack: "shop",
    },
  ],
  [
    "aws_nat_gateway",
    {
      client: "ec2",
      planned: { subnet_id: "subnet-1", allocation_id: "eipalloc-1" },
      answers: {
        DescribeNatGateways: {
          NatGateways: [
            { NatGatewayId: "nat-0", State: "deleted", NatGatewayAddresses: [{ AllocationId: "eipalloc-1" }] },
            { NatGatewayId: "nat-1", State: "pending", NatGatewayAddresses: [{ AllocationId: "eipalloc-1" }], Tags },
          ],
        },
      },
      id: "nat-1",
      stack: "shop",
      other: { allocation_id: "eipalloc-2" },
    },
  ],
  [
    "aws_flow_log",
    {
      client: "ec2",
      planned: { vpc_id: "vpc-1", log_destination: "arn:aws:logs:eu-west-1:1:log-group:/shop/flow" },
      answers: {
        DescribeFlowLogs: {
          FlowLogs: [
            { FlowLogId: "fl-0", LogDestination: "arn:aws:s3:::logs" },
            { FlowLogId: "fl-1", LogGroupName: "/shop/flow" },
          ],
        },
      },
      id: "fl-1",
      other: { log_destination: "arn:aws:logs:eu-west-1:1:log-group:/other/flow" },
    },
  ],
  [
    "aws_launch_template",
    {
      client: "ec2",
      planned: { name: "shop-nodes" },
      answers: { DescribeLaunchTemplates: { LaunchTemplates: [{ LaunchTemplateId: "lt-1", Tags }] } },
      id: "lt-1",
      stack: "shop",
    },
  ],
  [
    "aws_vpc_security_group_egress_rule",
    {
      client: "ec2",
      planned: {
        security_group_id: "sg-1",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        referenced_security_group_id: "sg-2",
        cidr_ipv4: null,
      },
      answers: {
        DescribeSecurityGroupRules: {
          SecurityGroupRules: [
            { ...rule, SecurityGroupRuleId: "sgr-0", ReferencedGroupInfo: { GroupId: "sg-3" } },
            { ...rule, SecurityGroupRuleId: "sgr-1", ReferencedGroupInfo: { GroupId: "sg-2" }, Tags },
          ],
        },
      },
      id: "sgr-1",
      stack: "shop",
      other: { to_port: 444 },
    },
  ],
  [
    "aws_vpc_security_group_ingress_rule",
    {
      client: "ec2",
      planned: { security_group_id: "sg-1", ip_protocol: "-1", cidr_ipv4: "10.0.0.0/8" },
      answers: {
        DescribeSecurityGroupRules: {
          SecurityGroupRules: [
            { SecurityGroupRuleId: "sgr-0", IsEgress: true, IpProtocol: "-1", CidrIpv4: "10.0.0.0/8" },
            {
              SecurityGroupRuleId: "sgr-1",
              IsEgress: false,
              IpProtocol: "-1",
              FromPort: -1,
              ToPort: -1,
              CidrIpv4: "10.0.0.0/8",
            },
          ],
        },
      },
      id: "sgr-1",
      other: { cidr_ipv4: "10.0.0.0/16" },
    },
  ],
  [
    "aws_lb",
    {
      client: elb,
      planned: { name: "shop" },
      answers: { DescribeLoadBalancers: { LoadBalancers: [{ LoadBalancerArn: "arn:lb" }] }, ...tagged },
      id: "arn:lb",
      stack: "shop",
    },
  ],
  [
    "aws_lb_target_group",
    {
      client: elb,
      planned: { name: "shop" },
      answers: { DescribeTargetGroups: { TargetGroups: [{ TargetGroupArn: "arn:tg" }] }, ...tagged },
      id: "arn:tg",
      stack: "shop",
    },
  ],
  [
    "aws_lb_listener",
    {
      client: elb,
      planned: { load_balancer_arn: "arn:lb", port: 443 },
      answers: {
        DescribeListeners: {
          Listeners: [
            { ListenerArn: "arn:80", Port: 80 },
            { ListenerArn: "arn:443", Port: 443 },
          ],
        },
        ...tagged,
      },
      id: "arn:443",
      stack: "shop",
      other: { port: 8443 },
    },
  ],
  [
    "aws_lb_listener_rule",
    {
      client: elb,
      planned: { listener_arn: "arn:443", priority: 100 },
      answers: {
        DescribeRules: {
          Rules: [
            { RuleArn: "arn:d", Priority: "default" },
            { RuleArn: "arn:r", Priority: "100" },
          ],
        },
        ...tagged,
      },
      id: "arn:r",
      stack: "shop",
      other: { priority: 200 },
    },
  ],
  [
    "aws_api_gateway_resource",
    {
      client: "api-gateway",
      planned: { rest_api_id: "api", parent_id: "root", path_part: "{id}" },
      answers: {
        GetResources: {
          items: [
            { id: "r0", parentId: "other", pathPart: "{id}" },
            { id: "r1", parentId: "root", pathPart: "{id}" },
          ],
        },
      },
      id: "api/r1",
      other: { path_part: "items" },
    },
  ],
  ...["authorizer", "request_validator"].map((part) => {
    const command = part === "authorizer" ? "GetAuthorizers" : "GetRequestValidators";
    return [
      `aws_api_gateway_${part}`,
      {
        client: "api-gateway",
        planned: { rest_api_id: "api", name: "users" },
        answers: {
          [command]: {
            items: [
              { id: "a0", name: "others" },
              { id: "a1", name: "users" },
            ],
          },
        },
        id: "api/a1",
        other: { name: "nothing" },
      },
    ] as const;
  }),
  [
    "aws_apigatewayv2_route",
    {
      client: "apigatewayv2",
      planned: { api_id: "api", route_key: "$connect" },
      answers: {
        GetRoutes: {
          Items: [
            { RouteId: "r0", RouteKey: "$default" },
            { RouteId: "r1", RouteKey: "$connect" },
          ],
        },
      },
      id: "api/r1",
      other: { route_key: "send" },
    },
  ],
  [
    "aws_apigatewayv2_authorizer",
    {
      client: "apigatewayv2",
      planned: { api_id: "api", name: "users" },
      answers: { GetAuthorizers: { Items: [{ AuthorizerId: "a1", Name: "users" }] } },
      id: "api/a1",
      other: { name: "others" },
    },
  ],
  [
    "aws_apigatewayv2_api_mapping",
    {
      client: "apigatewayv2",
      planned: { domain_name: "ws.example", api_mapping_key: null },
      answers: { GetApiMappings: { Items: [{ ApiMappingId: "m0", ApiMappingKey: "v1" }, { ApiMappingId: "m1" }] } },
      id: "m1/ws.example",
      other: { api_mapping_key: "v2" },
    },
  ],
  [
    "aws_cloudfront_distribution",
    {
      client: "cloudfront",
      planned: { aliases: ["www.example"] },
      answers: {
        ListDistributions: {
          DistributionList: {
            Items: [
              { Id: "E0", Aliases: { Items: [] } },
              { Id: "E1", Aliases: { Items: ["www.example"] } },
            ],
          },
        },
        ListTagsForResource: { Tags: { Items: Tags } },
      },
      id: "E1",
      stack: "shop",
      other: { aliases: ["other.example"] },
    },
  ],
  [
    "aws_cloudfront_origin_access_control",
    {
      client: "cloudfront",
      planned: { name: "shop-site" },
      answers: { ListOriginAccessControls: { OriginAccessControlList: { Items: [{ Id: "O1", Name: "shop-site" }] } } },
      id: "O1",
      other: { name: "other" },
    },
  ],
  [
    "aws_cloudfront_response_headers_policy",
    {
      client: "cloudfront",
      planned: { name: "shop-site" },
      answers: {
        ListResponseHeadersPolicies: {
          ResponseHeadersPolicyList: {
            Items: [{ ResponseHeadersPolicy: { Id: "P1", ResponseHeadersPolicyConfig: { Name: "shop-site" } } }],
          },
        },
      },
      id: "P1",
      other: { name: "other" },
    },
  ],
  [
    "aws_wafv2_web_acl",
    {
      client: "wafv2",
      planned: { name: "shop", scope: "REGIONAL" },
      answers: {
        ListWebACLs: { WebACLs: [{ Id: "w1", Name: "shop" }] },
        ListTagsForResource: { TagInfoForResource: { TagList: Tags } },
      },
      id: "w1/shop/REGIONAL",
      stack: "shop",
      other: { name: "other" },
    },
  ],
  [
    "aws_efs_file_system",
    {
      client: "efs",
      planned: { creation_token: "shop-shared" },
      answers: { DescribeFileSystems: { FileSystems: [{ FileSystemId: "fs-1", Tags }] } },
      id: "fs-1",
      stack: "shop",
    },
  ],
  [
    "aws_efs_mount_target",
    {
      client: "efs",
      planned: { file_system_id: "fs-1", subnet_id: "subnet-1" },
      answers: {
        DescribeMountTargets: {
          MountTargets: [{ SubnetId: "subnet-0" }, { MountTargetId: "fsmt-1", SubnetId: "subnet-1" }],
        },
      },
      id: "fsmt-1",
      other: { subnet_id: "subnet-2" },
    },
  ],
  [
    "aws_secretsmanager_secret",
    {
      client: "secrets-manager",
      planned: { name: "/shop/key" },
      answers: { DescribeSecret: { ARN: "arn:secret-a1b2c3", Tags } },
      id: "arn:secret-a1b2c3",
      stack: "shop",
    },
  ],
  [
    "aws_lambda_event_source_mapping",
    {
      client: "lambda",
      planned: { function_name: "arn:f:live", event_source_arn: "arn:stream" },
      answers: { ListEventSourceMappings: { EventSourceMappings: [{ UUID: "u1" }] } },
      id: "u1",
    },
  ],
  [
    "aws_backup_plan",
    {
      client: "backup",
      planned: { name: "shop" },
      answers: {
        ListBackupPlans: { BackupPlansList: [{ BackupPlanId: "b1", BackupPlanName: "shop" }] },
        ListTags: { Tags: { Stack: "shop" } },
      },
      id: "b1",
      stack: "shop",
      other: { name: "other" },
    },
  ],
  [
    "aws_backup_selection",
    {
      client: "backup",
      planned: { plan_id: "b1", name: "shop" },
      answers: { ListBackupSelections: { BackupSelectionsList: [{ SelectionId: "s1", SelectionName: "shop" }] } },
      id: "b1|s1",
      other: { name: "other" },
    },
  ],
  [
    "aws_cloudwatch_log_delivery",
    {
      client: "cloudwatch-logs",
      planned: { delivery_source_name: "site", delivery_destination_arn: "arn:d" },
      answers: {
        DescribeDeliveries: {
          deliveries: [
            { id: "d1", deliverySourceName: "site", deliveryDestinationArn: "arn:d", tags: { Stack: "shop" } },
          ],
        },
      },
      id: "d1",
      stack: "shop",
      other: { delivery_source_name: "other" },
    },
  ],
  [
    "aws_service_discovery_private_dns_namespace",
    {
      client: "servicediscovery",
      planned: { name: "shop.internal", vpc: "vpc-1" },
      answers: {
        ListNamespaces: {
          Namespaces: [
            { Id: "ns-0", Name: "shop.internal", Type: "HTTP" },
            { Id: "ns-1", Name: "shop.internal", Type: "DNS_PRIVATE" },
          ],
        },
        ListTagsForResource: { Tags },
      },
      id: "ns-1:vpc-1",
      stack: "shop",
      other: { name: "other.internal" },
    },
  ],
  [
    "aws_service_discovery_service",
    {
      client: "servicediscovery",
      planned: { name: "api", namespace_id: "", dns_config: [{ namespace_id: "ns-1" }] },
      answers: { ListServices: { Services: [{ Id: "srv-1", Name: "api" }] }, ListTagsForResource: { Tags } },
      id: "srv-1",
      stack: "shop",
      other: { name: "other" },
    },
  ],
  [
    "aws_db_instance_automated_backups_replication",
    {
      client: "rds",
      planned: { source_db_instance_arn: "arn:db" },
      answers: {
        DescribeDBInstanceAutomatedBackups: {
          DBInstanceAutomatedBackups: [{ DBInstanceArn: "arn:db", DBInstanceAutomatedBackupsArn: "arn:auto-1" }],
        },
      },
      id: "arn:auto-1",
      other: { source_db_instance_arn: "arn:other" },
    },
  ],
];
