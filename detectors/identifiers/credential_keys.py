"""Keys with a prefix of their issuer: found by shape wherever they stand, as their issuers' scanners do."""

from __future__ import annotations

from detectors.identifiers.pattern import Rule


def _prefixed(pattern: str) -> Rule:
    return Rule("CREDENTIAL.KEY", rf"\b({pattern})", "format", 0.99)


KEY_RULES: tuple[Rule, ...] = (
    # OpenAI, Anthropic, OpenRouter, DeepSeek and others
    _prefixed(r"sk-[A-Za-z0-9_-]{16,}"),
    # xAI, Groq, Perplexity, Replicate, Pinecone, Hugging Face, Databricks, Notion, Linear, Figma, Airtable
    _prefixed(r"(?:xai-|gsk_|pplx-|r8_|pcsk_|hf_|dapi|ntn_|lin_api_|figd_)[A-Za-z0-9_-]{20,}"),
    _prefixed(r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}"),
    # Amazon
    _prefixed(r"(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}"),
    # GitHub, GitLab
    _prefixed(r"(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}"),
    _prefixed(r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-[A-Za-z0-9_.-]{16,}"),
    # Slack, Discord, Teams: tokens, and hooks, whose address is the secret
    _prefixed(r"xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}"),
    _prefixed(r"https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,}"),
    _prefixed(r"https://(?:ptb\.|canary\.)?discord(?:app)?\.com/api/webhooks/\d{10,25}/[A-Za-z0-9_-]{30,}"),
    _prefixed(r"https://[a-z0-9-]{1,60}\.webhook\.office\.com/[A-Za-z0-9@/_-]{20,}"),
    # Google: API key, OAuth token, OAuth client secret
    _prefixed(r"AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}|1//0[A-Za-z0-9_-]{30,}"),
    # Microsoft Azure: client secret, storage key, shared access signature
    _prefixed(r"[A-Za-z0-9_.-]{3}[78]Q~[A-Za-z0-9_.~-]{30,40}"),
    Rule(
        "CREDENTIAL.KEY", r"(?i)(?:AccountKey|SharedAccessKey|SharedSecret)=([A-Za-z0-9+/]{20,}={0,2})", "format", 0.99
    ),
    Rule("CREDENTIAL.KEY", r"(?i)[?&]sig=([A-Za-z0-9%+/_-]{20,}={0,2})", "format", 0.95),
    # package registries and containers
    _prefixed(
        r"npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}|rubygems_[0-9a-f]{40,}|dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}"
    ),
    # Stripe, Square, Shopify, PayPal's Braintree
    _prefixed(r"(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,}"),
    _prefixed(
        r"sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{20,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|access_token\$production\$[0-9a-z$]{20,}"
    ),
    # mail and messages: SendGrid, Mailgun, Mailchimp, Twilio, Telegram
    _prefixed(r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}"),
    _prefixed(r"SK[0-9a-f]{32}|\d{8,10}:AA[A-Za-z0-9_-]{32,34}"),
    # operations: DigitalOcean, Vault, Doppler, Grafana, New Relic, Sentry, Postman, Atlassian, Terraform
    _prefixed(r"do[opr]_v1_[0-9a-f]{40,}|hv[sbr]\.[A-Za-z0-9_-]{20,}|dp\.(?:pt|st|ct|sa)\.[A-Za-z0-9_.-]{30,}"),
    _prefixed(
        r"gl(?:sa|c)_[A-Za-z0-9+/=_]{30,}|NRAK-[A-Z0-9]{20,40}|sntry[su]_[A-Za-z0-9+/=_-]{30,}|PMAK-[0-9a-f-]{30,}"
    ),
    _prefixed(r"ATATT3x[A-Za-z0-9_=-]{30,}|ATCTT3x[A-Za-z0-9_=-]{30,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}"),
    # Canvas LMS: shard, tilde, 64 characters
    _prefixed(r"\d{1,5}~[A-Za-z0-9]{40,}"),
    # JSON web token (RFC 7519), age and WireGuard-like secrets
    _prefixed(r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"),
    _prefixed(r"AGE-SECRET-KEY-1[A-Z0-9]{40,}"),
)
"""One rule per family of issuers."""

KEY_NEEDS = (
    *("sk-", "xai-", "gsk_", "pplx-", "r8_", "pcsk_", "hf_", "dapi", "ntn_", "lin_api_", "figd_", "pat"),
    *("akia", "asia", "abia", "acca", "gh", "github_pat_", "glpat", "gldt", "glrt", "glcbt", "glptt", "glft", "glsoat"),
    *(
        "glimt",
        "glagent",
        "xox",
        "xapp-",
        "hooks.slack",
        "/api/webhooks/",
        "webhook.office",
        "aiza",
        "ya29.",
        "gocspx-",
    ),
    *("1//0", "q~", "accountkey", "sharedaccesskey", "sharedsecret", "sig=", "npm_", "pypi-", "rubygems_", "dckr_"),
    *(
        "k_live_",
        "k_test_",
        "whsec_",
        "sq0",
        "shpat_",
        "shpca_",
        "shppa_",
        "shpss_",
        "access_token",
        "sg.",
        "key-",
        "-us",
    ),
    *(":aa", "o_v1_", "p_v1_", "r_v1_", "hvs.", "hvb.", "hvr.", "dp.", "glsa_", "glc_", "nrak-", "sntry", "pmak-"),
    *("atatt3x", "atctt3x", "atlasv1", "~", "eyj", "age-secret-key", "private key"),
)
"""Words of which every key has one; lower case."""
