import fc from "fast-check";
import { checkSubnets, cidrSubnet, contains, overlaps, parseCidr, tierSubnets } from "../../modules/cidr";

describe("a CIDR", () => {
  test("is read as its first address and its size", () => {
    expect(parseCidr("10.0.1.0/24")).toEqual({ start: 10 * 2 ** 24 + 256, size: 256, prefix: 24 });
    expect(parseCidr("0.0.0.0/0").size).toBe(2 ** 32);
    expect(parseCidr("255.255.255.255/32").size).toBe(1);
  });

  test.each(["", "10.0.0.0", "10.0.0/16", "10.0.0.256/32", "10.0.0.0/33", "::/0", "10.0.0.0/16 "])(
    "%p is refused",
    (text) => {
      expect(() => parseCidr(text)).toThrow(`CIDR "${text}": expected an IPv4 range such as 10.0.0.0/16`);
    },
  );

  test("with an address inside its range is refused, and the range's start is named", () => {
    expect(() => parseCidr("10.0.5.0/16")).toThrow("expected the first address of its range, 10.0.0.0/16");
  });
});

describe("a subnet of a CIDR", () => {
  test("is numbered from the start of the range", () => {
    expect(cidrSubnet("10.0.0.0/16", 8, 3)).toBe("10.0.3.0/24");
    expect(cidrSubnet("192.168.0.0/24", 2, 3)).toBe("192.168.0.192/26");
    expect(cidrSubnet("200.0.0.0/8", 8, 255)).toBe("200.255.0.0/16");
  });

  test("that does not exist is refused", () => {
    expect(() => cidrSubnet("10.0.0.0/16", 2, 4)).toThrow("expected an index below 4 for 2 more bits, found 4");
    expect(() => cidrSubnet("10.0.0.0/28", 5, 0)).toThrow("expected at most 4 more bits, found 5");
  });
});

test("ranges overlap when one holds the other, not when they are neighbours", () => {
  expect(overlaps("10.0.0.0/16", "10.0.255.0/24")).toBe(true);
  expect(overlaps("10.0.255.0/24", "10.0.0.0/16")).toBe(true);
  expect(overlaps("10.0.0.0/24", "10.0.1.0/24")).toBe(false);
  expect(contains("10.0.0.0/24", "10.0.0.0/16")).toBe(false);
});

describe("computed subnets", () => {
  test("of a /16 are /20 for what runs and /24 for the rest", () => {
    expect(tierSubnets("10.0.0.0/16", 3)).toEqual({
      public: ["10.0.240.0/24", "10.0.241.0/24", "10.0.242.0/24"],
      private: ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"],
      database: ["10.0.248.0/24", "10.0.249.0/24", "10.0.250.0/24"],
    });
  });

  test("of a /20 are /22 and /25", () => {
    expect(tierSubnets("10.0.16.0/20", 2)).toEqual({
      public: ["10.0.28.0/25", "10.0.28.128/25"],
      private: ["10.0.16.0/22", "10.0.20.0/22"],
      database: ["10.0.30.0/25", "10.0.30.128/25"],
    });
  });

  test("fit the network without overlap, and a public one is never too small for a load balancer", () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 22 }), fc.integer({ min: 2, max: 3 }), (prefix, zones) => {
        const cidr = `10.64.0.0/${prefix}`;
        const subnets = tierSubnets(cidr, zones);
        checkSubnets(cidr, zones, subnets);
        expect(parseCidr(subnets.public[0]).prefix).toBeLessThanOrEqual(27);
      }),
    );
  });

  test("stay where they are when a third zone is added", () => {
    const [two, three] = [tierSubnets("10.0.0.0/18", 2), tierSubnets("10.0.0.0/18", 3)];
    expect(three.public.slice(0, 2)).toEqual(two.public);
    expect(three.database.slice(0, 2)).toEqual(two.database);
  });

  test("are refused for a network too small or too large", () => {
    expect(() => tierSubnets("10.0.0.0/23", 2)).toThrow("expected /16 to /22 to compute subnets from, found /23");
    expect(() => tierSubnets("10.0.0.0/8", 2)).toThrow("found /8");
  });
});

describe("given subnets", () => {
  const given = {
    public: ["10.0.101.0/24", "10.0.102.0/24"],
    private: ["10.0.1.0/24", "10.0.2.0/24"],
    database: ["10.0.201.0/24", "10.0.202.0/24"],
  };

  test("are refused unless there is one per zone", () => {
    expect(() => checkSubnets("10.0.0.0/16", 3, given)).toThrow(
      'public subnets of "10.0.0.0/16": expected 3, one per zone, found 2',
    );
  });

  test("are refused outside the network", () => {
    expect(() => checkSubnets("10.0.0.0/17", 2, given)).toThrow('subnet "10.0.201.0/24": expected a part of');
  });

  test("are refused when they overlap", () => {
    const clash = { ...given, database: ["10.0.201.0/24", "10.0.1.128/25"] };
    expect(() => checkSubnets("10.0.0.0/16", 2, clash)).toThrow(
      'subnet "10.0.1.128/25": expected no overlap, found one with "10.0.1.0/24"',
    );
  });
});
