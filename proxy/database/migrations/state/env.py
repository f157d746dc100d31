"""Alembic's entry for the state database: runs the migrations on the connection that it is handed."""

from alembic import context

from proxy.database.migrate import alone

connection = context.config.attributes["connection"]
alone(connection)
context.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
