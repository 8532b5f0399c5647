"""What every page shares: access, errors, filters, headers, assets, frames and components."""
