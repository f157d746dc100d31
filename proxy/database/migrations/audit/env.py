"""Alembic's entry for the audit log: runs the migrations on the connection that it is handed.

The log shares a PostgreSQL database with the state, whose own version is kept in another table.
"""

from alembic import context

from proxy.database.migrate import AUDIT_VERSIONS, alone

connection = context.config.attributes["connection"]
alone(connection)
context.configure(connection=connection, version_table=AUDIT_VERSIONS, transactional_ddl=True)
context.run_migrations()
